-- Who looked at the child protection data of a patient in unscheduled care: one list each, the newest first. Of the AuditEvents
-- that are there: subtype unscheduled of the setting's code system, by the patient they are about.
INSERT INTO agenda (list, subject, position)
SELECT DISTINCT 'cpis-accesses:' || p.value, r.logical_id, -r.resource_id
FROM index_token t
JOIN index_reference p ON p.resource_id = t.resource_id
JOIN resource r ON r.resource_id = t.resource_id
WHERE t.parameter = -1974245790541135417 AND t.value = 'unscheduled' AND t.system = 5217181092988047324
  AND p.parameter = 7864812778617195020 AND p.target_type = 'Patient';

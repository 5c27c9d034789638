-- Which patients have a business identifier of a kind, such as a refusal that is in force.
CREATE INDEX business_key_patient ON business_key (patient, kind);

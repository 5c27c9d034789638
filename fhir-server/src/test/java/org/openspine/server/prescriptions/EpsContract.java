package org.openspine.server.prescriptions;

/** What the prescription APIs say over HTTP, whatever the database. */
interface EpsContract extends EpsRulesContract, EpsMessagesContract, TrackerContract, PatientViewContract {}

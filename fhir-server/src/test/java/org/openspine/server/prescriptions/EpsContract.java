package org.openspine.server.prescriptions;

/** What the Electronic Prescription Service says of messages over HTTP, whatever the database. */
interface EpsContract extends EpsRulesContract, EpsMessagesContract {}

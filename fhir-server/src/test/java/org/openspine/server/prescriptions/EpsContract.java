package org.openspine.server.prescriptions;

/** What the prescription APIs say over HTTP, whatever the database. */
interface EpsContract
        extends EpsLifeContract,
                EpsRulesContract,
                EpsReferencesContract,
                EpsMessagesContract,
                EpsErrorTableContract,
                EpsIssuesContract,
                EpsAnswersContract,
                EpsSpellingContract,
                EpsOddInputContract,
                TrackerContract,
                PatientViewContract {}

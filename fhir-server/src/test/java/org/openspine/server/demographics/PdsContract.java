package org.openspine.server.demographics;

/** What the Personal Demographics Service answers over HTTP, whatever the database. */
<<<<<<< HEAD
interface PdsContract extends PdsReadContract, PdsFieldRulesContract, PdsCreateContract, PdsBirthContract {}
=======
interface PdsContract
        extends PdsReadContract,
                PdsFieldRulesContract,
                PdsSearchRequestContract,
                PdsSearchContract,
                PdsFuzzySearchContract {}
>>>>>>> main

package org.openspine.server.demographics;

/** What the Personal Demographics Service answers over HTTP, whatever the database. */
interface PdsContract
        extends PdsReadContract,
                PdsFieldRulesContract,
                PdsSearchRequestContract,
                PdsSearchContract,
                PdsFuzzySearchContract,
                MatchContract {}

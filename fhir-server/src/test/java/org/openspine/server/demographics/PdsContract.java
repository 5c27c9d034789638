package org.openspine.server.demographics;

/** What the demographics services answer over HTTP, whatever the database. */
interface PdsContract
        extends PdsReadContract,
                PdsEntitlementContract,
                DirectoryContract,
                MiniServiceContract,
                PdsFieldRulesContract,
                PdsAddressLinesContract,
                PdsItemRulesContract,
                PdsPatchFormContract,
                PdsOddBodiesContract,
                PdsViewContract,
                PdsRelatedPersonContract,
                PdsDoorsContract,
                PdsModesContract,
                PdsRequestContract,
                PdsSupersededContract,
                PdsCreateContract,
                PdsCoverageContract,
                PdsBirthContract,
                PdsSearchRequestContract,
                PdsSearchContract,
                PdsFuzzySearchContract,
                MatchContract {}

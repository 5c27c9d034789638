package org.openspine.server.http;

/** What the unified base answers over HTTP, whatever the database. */
interface UnifiedBaseContract
        extends ReadContract,
                WriteContract,
                ConditionalContract,
                NhsNumberContract,
                BadInputContract,
                TransactionContract,
                BatchContract,
                SearchContract,
                SearchResultContract,
                HistoryContract,
                FormatContract {}

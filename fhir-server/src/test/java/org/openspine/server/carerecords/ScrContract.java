package org.openspine.server.carerecords;

/** What the Summary Care Record answers over HTTP, whatever the database. */
interface ScrContract
        extends ScrFindContract,
                ScrReadContract,
                ScrUploadContract,
                ScrEntriesContract,
                ScrPermissionContract,
                ScrAlertContract,
                ScrAuditContract,
                ScrAgentsContract,
                ConsentContract,
                ConsentKindsContract,
                ConsentPayloadContract,
                ConsentConditionContract,
                ScrRulesContract {}

package org.openspine.server.childprotection;

/** What the child protection and flag APIs answer over HTTP, whatever the database. */
interface ProtectionContract
        extends CpisQueryContract,
                CpisUploadContract,
                PlanContentContract,
                PlanNoticeContract,
                ProtectionRolesContract,
                FlagSearchContract,
                FlagWriteContract,
                FgmContract,
                ProtectionXmlContract,
                ProtectionRulesContract,
                RepeatContract {}

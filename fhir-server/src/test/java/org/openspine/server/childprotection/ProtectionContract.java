package org.openspine.server.childprotection;

/** What the child protection and flag APIs answer over HTTP, whatever the database. */
interface ProtectionContract
        extends CpisQueryContract,
                CpisUploadContract,
                PlanContentContract,
                FlagSearchContract,
                FlagWriteContract,
                FgmContract,
                ProtectionXmlContract,
                ProtectionRulesContract,
                RepeatContract {}

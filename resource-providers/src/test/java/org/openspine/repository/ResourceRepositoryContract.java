package org.openspine.repository;

/** What every implementation of {@link ResourceRepository} passes. */
interface ResourceRepositoryContract
        extends VersionsContract,
                HistoryContract,
                RacesContract,
                ReplaysContract,
                AgendaContract,
                WitnessContract,
                ReindexingContract,
                StatementCountContract {
    @Override
    TestStore store();
}

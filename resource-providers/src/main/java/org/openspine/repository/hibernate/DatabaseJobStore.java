package org.openspine.repository.hibernate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.openspine.repository.Job;
import org.openspine.repository.JobFile;
import org.openspine.repository.JobStore;

/** Jobs in the tables {@code job}, {@code job_file} and {@code job_part}. */
final class DatabaseJobStore implements JobStore {
    private static final int MAX_ATTEMPTS = 5;
    private static final int CANDIDATES = 10;
    private static final short WAITING = (short) Job.State.WAITING.ordinal();
    private static final short RUNNING = (short) Job.State.RUNNING.ordinal();
    private static final short FAILED = (short) Job.State.FAILED.ordinal();

    private final Transactions transactions;

    DatabaseJobStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void add(Job job) {
        JobRow row = new JobRow();
        row.id = job.id();
        row.kind = job.kind();
        row.state = (short) job.state().ordinal();
        row.request = job.request();
        row.progress = job.progress();
        row.worker = "";
        row.created = job.created().toEpochMilli();
        row.ended = job.ended().toEpochMilli();
        write(session -> {
            session.insert(row);
            return true;
        });
    }

    @Override
    public Optional<Job> read(String id) {
        return transactions.read(
                session -> Optional.ofNullable(session.get(JobRow.class, id)).map(JobRow::toJob));
    }

    @Override
    public Optional<Job> claim(String kind, String worker, Instant now, Duration lease) {
        for (JobRow seen : claimable(kind, now)) {
            boolean exhausted = seen.attempts >= MAX_ATTEMPTS;
            boolean taken = write(session -> session.createMutationQuery("""
                                    update JobRow set state = :state, worker = :worker, leaseUntil = :lease, attempts = :attempts,
                                    ended = :ended where id = :id and state = :seenState and leaseUntil = :seenLease""")
                            .setParameter("state", exhausted ? FAILED : RUNNING)
                            .setParameter("worker", worker)
                            .setParameter("lease", now.plus(lease).toEpochMilli())
                            .setParameter("attempts", seen.attempts + 1)
                            .setParameter("ended", exhausted ? now.toEpochMilli() : 0L)
                            .setParameter("id", seen.id)
                            .setParameter("seenState", seen.state)
                            .setParameter("seenLease", seen.leaseUntil)
                            .executeUpdate()
                    == 1);
            if (taken && !exhausted) {
                return read(seen.id);
            }
        }
        return Optional.empty();
    }

    private List<JobRow> claimable(String kind, Instant now) {
        return transactions.read(session -> session.createSelectionQuery("""
                        from JobRow where kind = :kind and (state = :waiting or state = :running and leaseUntil < :now)
                        order by created""", JobRow.class)
                .setParameter("kind", kind)
                .setParameter("waiting", WAITING)
                .setParameter("running", RUNNING)
                .setParameter("now", now.toEpochMilli())
                .setMaxResults(CANDIDATES)
                .list());
    }

    @Override
    public boolean advance(String id, String worker, String progress, Instant leaseUntil, List<Output> output) {
        return write(session -> {
            boolean own = session.createMutationQuery("""
                                    update JobRow set progress = :progress, leaseUntil = :lease, attempts = 0
                                    where id = :id and worker = :worker and state = :running""")
                            .setParameter("progress", progress)
                            .setParameter("lease", leaseUntil.toEpochMilli())
                            .setParameter("id", id)
                            .setParameter("worker", worker)
                            .setParameter("running", RUNNING)
                            .executeUpdate()
                    == 1;
            if (own) {
                output.forEach(one -> append(session, id, one));
            }
            return own;
        });
    }

    private static void append(StatelessSession session, String id, Output output) {
        JobFileRow file = session.get(JobFileRow.class, new JobFileRow.Key(id, output.file()));
        boolean isNew = file == null;
        if (file == null) {
            file = new JobFileRow();
            file.jobId = id;
            file.number = output.file();
            file.type = output.type();
        }
        JobPartRow part = new JobPartRow();
        part.jobId = id;
        part.file = output.file();
        part.part = file.parts;
        part.content = output.content();
        file.parts++;
        file.resources += output.resources();
        file.length += output.length();
        if (isNew) {
            session.insert(file);
        } else {
            session.update(file);
        }
        session.insert(part);
    }

    @Override
    public void release(String id, String worker) {
        write(session -> session.createMutationQuery("""
                                update JobRow set state = :waiting, worker = '', leaseUntil = 0, attempts = 0
                                where id = :id and worker = :worker and state = :running""")
                        .setParameter("waiting", WAITING)
                        .setParameter("id", id)
                        .setParameter("worker", worker)
                        .setParameter("running", RUNNING)
                        .executeUpdate()
                == 1);
    }

    @Override
    public boolean end(String id, String worker, Job.State state, Instant now) {
        return write(session -> session.createMutationQuery("""
                                update JobRow set state = :state, ended = :ended
                                where id = :id and worker = :worker and state = :running""")
                        .setParameter("state", (short) state.ordinal())
                        .setParameter("ended", now.toEpochMilli())
                        .setParameter("id", id)
                        .setParameter("worker", worker)
                        .setParameter("running", RUNNING)
                        .executeUpdate()
                == 1);
    }

    @Override
    public boolean remove(String id) {
        return write(session -> {
            boolean removed =
                    delete(session, "delete from JobRow where id = :id", id) == 1; // first: its worker stops here
            delete(session, "delete from JobPartRow where jobId = :id", id);
            delete(session, "delete from JobFileRow where jobId = :id", id);
            return removed;
        });
    }

    private static int delete(StatelessSession session, String statement, String id) {
        return session.createMutationQuery(statement).setParameter("id", id).executeUpdate();
    }

    @Override
    public List<String> endedBefore(String kind, Instant time) {
        return transactions.read(session -> session.createSelectionQuery(
                        "select id from JobRow where kind = :kind and state > :running and ended < :time", String.class)
                .setParameter("kind", kind)
                .setParameter("running", RUNNING)
                .setParameter("time", time.toEpochMilli())
                .list());
    }

    @Override
    public List<JobFile> files(String id) {
        return transactions
                .read(session -> session.createSelectionQuery(
                                "from JobFileRow where jobId = :id order by number", JobFileRow.class)
                        .setParameter("id", id)
                        .list())
                .stream()
                .map(JobFileRow::toFile)
                .toList();
    }

    @Override
    public Optional<byte[]> part(String id, int file, int part) {
        return transactions.read(
                session -> Optional.ofNullable(session.get(JobPartRow.class, new JobPartRow.Key(id, file, part)))
                        .map(row -> row.content));
    }

    private interface Work<T> {
        T in(StatelessSession session);
    }

    private <T> T write(Work<T> work) {
        return transactions.write(unit -> {
            unit.markWritten();
            return work.in(unit.session());
        });
    }
}

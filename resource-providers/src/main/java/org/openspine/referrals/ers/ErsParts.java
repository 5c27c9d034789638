package org.openspine.referrals.ers;

import java.time.Clock;
import org.openspine.demographics.PatientIndex;
import org.openspine.referrals.Directory;
import org.openspine.referrals.NumberAllocator;
import org.openspine.referrals.SlotBooking;
import org.openspine.referrals.SlotSearch;
import org.openspine.repository.ResourceRepository;

/** What the operations of this API share. */
record ErsParts(
        ResourceRepository repository,
        Clock clock,
        Directory directory,
        Staff staff,
        Clinics clinics,
        Records records,
        Patients patients,
        SlotBooking booking,
        SlotSearch slots,
        NumberAllocator ubrns,
        NumberAllocator appointmentNumbers,
        Files files) {
    static ErsParts of(ResourceRepository repository, Runnable afterUpload, Clock clock) {
        var directory = new Directory(repository);
        var staff = new Staff(repository);
        return new ErsParts(
                repository,
                clock,
                directory,
                staff,
                new Clinics(repository, staff),
                new Records(repository, new Relationship(repository, directory)),
                new Patients(new PatientIndex(repository)),
                new SlotBooking(repository),
                new SlotSearch(repository),
                NumberAllocator.ubrns(repository),
                NumberAllocator.appointments(repository),
                new Files(repository, staff, afterUpload, clock));
    }
}

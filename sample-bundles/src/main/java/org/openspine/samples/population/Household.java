package org.openspine.samples.population;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * People who live together, with one GP practice.
 *
 * @param movedIn the day from which the address counts
 */
record Household(
        long index,
        Practice practice,
        Address address,
        LocalDate movedIn,
        Optional<Address> formerAddress,
        List<Person> people) {

    /** The place of a person in the household. */
    enum Role {
        ADULT,
        PARTNER,
        CHILD
    }

    /** The day from which someone lives here: not before birth nor after death. */
    LocalDate since(Person person) {
        LocalDate day = person.notBeforeBirth(movedIn);
        LocalDate last = person.lastDay(day);
        return day.isAfter(last) ? last : day;
    }

    /** The first grown-up, who stands in the records of the children. */
    Person adult() {
        return people.get(0);
    }
}

package org.openspine.demographics.trace;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What happens to what is known of a person on its way to the keyboard. */
enum Damage {
    NONE {
        @Override
        Optional<Known> of(Known known, Known other, Random chance) {
            return Optional.of(known);
        }
    },
    TYPING_ERROR_IN_FAMILY {
        @Override
        Optional<Known> of(Known known, Known other, Random chance) {
            return Optional.of(known.withFamily(misspelt(known.family(), chance)));
        }
    },
    TYPING_ERROR_IN_GIVEN {
        @Override
        Optional<Known> of(Known known, Known other, Random chance) {
            return Optional.of(known.withGiven(misspelt(known.given(), chance)));
        }
    },
    SWAPPED_NAMES {
        @Override
        Optional<Known> of(Known known, Known other, Random chance) {
            return Optional.of(known.withFamily(known.given()).withGiven(known.family()));
        }
    },
    NICKNAME {
        @Override
        Optional<Known> of(Known known, Known other, Random chance) {
            List<String> forms = NICKNAMES.getOrDefault(known.given(), List.of());
            return forms.isEmpty()
                    ? Optional.empty()
                    : Optional.of(known.withGiven(forms.get(chance.nextInt(forms.size()))));
        }
    },
    MOVED_HOUSE {
        @Override
        Optional<Known> of(Known known, Known other, Random chance) {
            return Optional.of(known.withPostcode(other.postcode()));
        }
    },
    DAY_AND_MONTH_SWAPPED {
        @Override
        Optional<Known> of(Known known, Known other, Random chance) {
            return date(
                            known.born().getYear(),
                            known.born().getDayOfMonth(),
                            known.born().getMonthValue())
                    .filter(date -> !date.equals(known.born()))
                    .map(known::withBorn);
        }
    },
    WRONG_DAY_OR_MONTH {
        @Override
        Optional<Known> of(Known known, Known other, Random chance) {
            LocalDate born = known.born();
            return chance.nextBoolean()
                    ? date(born.getYear(), born.getMonthValue(), 1 + chance.nextInt(31))
                            .filter(date -> !date.equals(born))
                            .map(known::withBorn)
                    : date(born.getYear(), 1 + chance.nextInt(12), born.getDayOfMonth())
                            .filter(date -> !date.equals(born))
                            .map(known::withBorn);
        }
    };

    /** Made up for this measurement alone; the program has a list of its own. */
    private static final Map<String, List<String>> NICKNAMES = Map.ofEntries(
            Map.entry("Margaret", List.of("Maggie", "Peggy", "Meg")),
            Map.entry("Dorothy", List.of("Dot")),
            Map.entry("Kathleen", List.of("Kath", "Kathy")),
            Map.entry("Barbara", List.of("Babs")),
            Map.entry("Patricia", List.of("Pat", "Trish")),
            Map.entry("Susan", List.of("Sue", "Susie")),
            Map.entry("Christine", List.of("Chris", "Tina")),
            Map.entry("Janet", List.of("Jan")),
            Map.entry("Valerie", List.of("Val")),
            Map.entry("Jennifer", List.of("Jenny", "Jen")),
            Map.entry("Gillian", List.of("Gill", "Jill")),
            Map.entry("Pamela", List.of("Pam")),
            Map.entry("Jacqueline", List.of("Jackie")),
            Map.entry("Deborah", List.of("Debbie", "Debs")),
            Map.entry("Nicola", List.of("Nicky")),
            Map.entry("Amanda", List.of("Mandy")),
            Map.entry("Rebecca", List.of("Becky", "Bex")),
            Map.entry("Victoria", List.of("Vicky", "Tori")),
            Map.entry("Samantha", List.of("Sam")),
            Map.entry("Natalie", List.of("Nat")),
            Map.entry("Charlotte", List.of("Charlie", "Lottie")),
            Map.entry("Jessica", List.of("Jess")),
            Map.entry("Olivia", List.of("Liv")),
            Map.entry("Isabella", List.of("Bella", "Izzy")),
            Map.entry("Eleanor", List.of("Ellie", "Nell")),
            Map.entry("John", List.of("Jack", "Johnny")),
            Map.entry("William", List.of("Bill", "Will", "Billy")),
            Map.entry("James", List.of("Jim", "Jimmy", "Jamie")),
            Map.entry("Ronald", List.of("Ron")),
            Map.entry("Robert", List.of("Bob", "Rob", "Bobby")),
            Map.entry("Kenneth", List.of("Ken")),
            Map.entry("Frederick", List.of("Fred")),
            Map.entry("Thomas", List.of("Tom", "Tommy")),
            Map.entry("Edward", List.of("Ted", "Ed", "Eddie")),
            Map.entry("Leslie", List.of("Les")),
            Map.entry("Joseph", List.of("Joe")),
            Map.entry("David", List.of("Dave")),
            Map.entry("Michael", List.of("Mike", "Mick")),
            Map.entry("Peter", List.of("Pete")),
            Map.entry("Anthony", List.of("Tony")),
            Map.entry("Richard", List.of("Dick", "Rick", "Richie")),
            Map.entry("Christopher", List.of("Chris", "Kit")),
            Map.entry("Raymond", List.of("Ray")),
            Map.entry("Terence", List.of("Terry")),
            Map.entry("Andrew", List.of("Andy", "Drew")),
            Map.entry("Stephen", List.of("Steve")),
            Map.entry("Steven", List.of("Steve")),
            Map.entry("Philip", List.of("Phil")),
            Map.entry("Timothy", List.of("Tim")),
            Map.entry("Daniel", List.of("Dan", "Danny")),
            Map.entry("Matthew", List.of("Matt")),
            Map.entry("Benjamin", List.of("Ben", "Benji")),
            Map.entry("Jonathan", List.of("Jon", "Jonny")),
            Map.entry("Nicholas", List.of("Nick")),
            Map.entry("Joshua", List.of("Josh")),
            Map.entry("Samuel", List.of("Sam")),
            Map.entry("Alexander", List.of("Alex", "Sandy")),
            Map.entry("Oliver", List.of("Olly")),
            Map.entry("Mohammed", List.of("Mohamed", "Mo")),
            Map.entry("Krzysztof", List.of("Kris", "Chris")),
            Map.entry("Katarzyna", List.of("Kasia", "Kate")));

    /** What is known after the damage; empty where it cannot happen to this person. {@code other} is somebody else. */
    abstract Optional<Known> of(Known known, Known other, Random chance);

    private static Optional<LocalDate> date(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** One letter wrong, left out, doubled by another, or exchanged with its neighbour; the first letter as likely as any. */
    private static String misspelt(String name, Random chance) {
        while (true) {
            int at = chance.nextInt(name.length());
            char letter = (char) ('a' + chance.nextInt(26));
            String damaged =
                    switch (chance.nextInt(4)) {
                        case 0 -> name.substring(0, at) + letter + name.substring(at + 1);
                        case 1 -> name.substring(0, at) + name.substring(at + 1);
                        case 2 -> name.substring(0, at) + letter + name.substring(at);
                        default ->
                            at + 1 < name.length()
                                    ? name.substring(0, at)
                                            + name.charAt(at + 1)
                                            + name.charAt(at)
                                            + name.substring(at + 2)
                                    : name;
                    };
            if (!damaged.isBlank() && !damaged.equalsIgnoreCase(name)) {
                return damaged;
            }
        }
    }
}

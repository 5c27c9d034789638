package org.openspine.samples.population;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.samples.population.Household.Role;

/** Makes households: who lives with whom, how old they are and what they are called. */
final class Households {
    private static final Weighted<Kind> KINDS = Weighted.of(List.of(Kind.values()), kind -> kind.weight);

    /** Kinds of household, so weighted that the ages come out like those of England. */
    private enum Kind {
        SINGLE(15, 20, 64, false, 0, 0),
        OLDER_SINGLE(15, 65, 97, false, 0, 0),
        COUPLE(17, 22, 64, true, 0, 0),
        OLDER_COUPLE(13, 65, 90, true, 0, 0),
        FAMILY(23, 24, 52, true, 0, 19),
        LONE_PARENT(8, 20, 52, false, 0, 19),
        GROWN_UP_CHILDREN(8, 48, 66, true, 18, 30);

        private final int weight;
        private final int youngest;
        private final int oldest;
        private final boolean couple;
        private final int youngestChild;
        private final int oldestChild;

        Kind(int weight, int youngest, int oldest, boolean couple, int youngestChild, int oldestChild) {
            this.weight = weight;
            this.youngest = youngest;
            this.oldest = oldest;
            this.couple = couple;
            this.youngestChild = youngestChild;
            this.oldestChild = oldestChild;
        }

        boolean hasChildren() {
            return oldestChild > 0;
        }

        /** In the older kinds the younger ages are the more frequent. */
        int age(SeededStream chance) {
            int age = chance.between(youngest, oldest);
            return youngest >= 65 && chance.inHundred(55) ? Math.min(age, chance.between(youngest, oldest)) : age;
        }
    }

    private final long seed;
    private final int practices;
    private final LocalDate today;
    private final NhsNumbers numbers;

    Households(long seed, int patients, LocalDate today, NhsNumbers numbers) {
        this.seed = seed;
        this.practices = Practice.count(patients);
        this.today = today;
        this.numbers = numbers;
    }

    Household make(long index, SeededStream chance) {
        Practice practice = Practice.at(chance.below(practices), seed);
        Kind kind = KINDS.pick(chance);
        Community community = Community.pick(chance);
        List<Person> people = new ArrayList<>();
        int age = kind.age(chance);
        Person adult = adult(community, Sex.pick(chance), age, chance);
        people.add(adult);
        if (kind.couple) {
            people.add(partner(adult, chance.inHundred(85) ? community : Community.pick(chance), age, chance));
        }
        if (kind.hasChildren()) {
            addChildren(people, kind, community, age, chance);
        }
        Address address = Address.in(practice.town(), chance);
        Optional<Address> former =
                chance.inHundred(30) ? Optional.of(Address.in(Town.pick(chance), chance)) : Optional.empty();
        LocalDate movedIn = today.minusDays(chance.between(30, 365 * Math.min(age, 30)));
        return new Household(index, practice, address, movedIn, former, List.copyOf(people));
    }

    private Person adult(Community community, Sex sex, int age, SeededStream chance) {
        LocalDate born = born(age, chance);
        return person(Role.ADULT, sex, born, community, community.family(chance), Optional.empty(), chance);
    }

    private Person partner(Person adult, Community community, int adultAge, SeededStream chance) {
        int age = Math.max(18, adultAge + chance.between(-5, 4));
        Sex sex = chance.inThousand(975) ? adult.sex().other() : adult.sex();
        boolean married = chance.inHundred(age > 50 ? 85 : 60);
        String own = community.family(chance);
        String family = married ? adult.name().family() : own;
        Optional<String> before = married && !own.equals(family) ? Optional.of(own) : Optional.empty();
        return person(Role.PARTNER, sex, born(age, chance), community, family, before, chance);
    }

    private void addChildren(List<Person> people, Kind kind, Community community, int age, SeededStream chance) {
        int children = chance.inHundred(42) ? 1 : chance.inHundred(75) ? 2 : 3;
        int oldest = Math.min(kind.oldestChild, age - 17);
        for (int i = 0; i < children; i++) {
            int childAge = chance.between(Math.min(kind.youngestChild, oldest), oldest);
            String family = people.get(0).name().family();
            people.add(person(
                    Role.CHILD, Sex.pick(chance), born(childAge, chance), community, family, Optional.empty(), chance));
        }
    }

    private Person person(
            Role role,
            Sex sex,
            LocalDate born,
            Community community,
            String family,
            Optional<String> birthFamily,
            SeededStream chance) {
        int age = today.getYear() - born.getYear();
        String given = community.given(sex, born.getYear(), chance);
        Optional<String> middle =
                chance.inHundred(55) ? Optional.of(community.given(sex, born.getYear(), chance)) : Optional.empty();
        String prefix = prefix(sex, age, birthFamily.isPresent(), chance);
        Person.Name name = new Person.Name(prefix, given, middle.filter(other -> !other.equals(given)), family);
        return new Person(
                numbers.next(),
                sex,
                born,
                name,
                birthFamily,
                died(age, chance).filter(born::isBefore),
                role,
                chance.inHundred(60));
    }

    private static String prefix(Sex sex, int age, boolean married, SeededStream chance) {
        if (age >= 25 && chance.inHundred(2)) {
            return "Dr";
        }
        if (sex == Sex.MALE) {
            return age < 16 ? "Master" : "Mr";
        }
        return age < 16 ? "Miss" : married || age > 60 ? "Mrs" : chance.inHundred(50) ? "Ms" : "Miss";
    }

    private LocalDate born(int age, SeededStream chance) {
        return today.minusYears(age).minusDays(chance.between(1, 364));
    }

    /** Records of the dead stay: those of the last three years are here. */
    private Optional<LocalDate> died(int age, SeededStream chance) {
        int perThousand = age < 65 ? 3 : age < 75 ? 35 : age < 85 ? 95 : 220;
        return chance.inThousand(perThousand)
                ? Optional.of(today.minusDays(chance.between(3, 1095)))
                : Optional.empty();
    }
}

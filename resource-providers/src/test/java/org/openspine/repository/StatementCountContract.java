package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.error.SpineException;

/** How many statements an interaction costs. */
interface StatementCountContract {
    String OBSERVATION = """
            {'resourceType':'Observation','status':'final','code':{'coding':[{'system':'urn:codes','code':'1'}]},
            'subject':{'reference':'Patient/p'},'effectiveDateTime':'2025-01-01',
            'valueQuantity':{'value':%d,'unit':'mmol/L','system':'http://unitsofmeasure.org','code':'mmol/L'}}""";

    TestStore store();

    @Test
    default void readsAreOneStatement() {
        StoredResource stored = store().create(OBSERVATION.formatted(1));

        assertThat(store().statementsOf(() -> store().repository().read(stored.key())))
                .isEqualTo(1);
        assertThat(store().statementsOf(() -> store().repository().vread(stored.key(), 1)))
                .isEqualTo(1);
        assertThat(store().statementsOf(() -> store().repository().read(List.of(stored.key()))))
                .isEqualTo(1);
        assertThat(store().statementsOf(() -> store().repository().history(HistoryContract.ofInstance(stored.key()))))
                .isEqualTo(1);
        assertThat(store().statementsOf(() -> store().repository().changes().after(ChangeLog.START, 10)))
                .isEqualTo(1);
        assertThat(store().statementsOf(() -> store().repository().owner(new BusinessKey("none", "1"))))
                .isEqualTo(1);
    }

    @Test
    default void searchPageIsTwoStatementsAndACountOne() {
        store().create(OBSERVATION.formatted(1));
        var query = store().query("Observation", "status=final&patient=p&_sort=-date", 10);

        assertThat(store().statementsOf(() -> store().repository().search(query)))
                .isEqualTo(2);
        assertThat(store().statementsOf(() -> store().repository().count(query)))
                .isEqualTo(1);
    }

    /** The row, the change, and one batch per kind of index value it has: token, reference, date, quantity. */
    @Test
    default void createIsOneStatementPerTableItWrites() {
        assertThat(store().statementsOf(() -> store().create(OBSERVATION.formatted(1))))
                .isEqualTo(6);
    }

    @Test
    default void creationOfManyCostsNoMoreStatementsThanOfOne() {
        assertThat(store().statementsOf(() -> store().repository().inTransaction(() -> {
                    for (int i = 0; i < 50; i++) {
                        store().create(OBSERVATION.formatted(i));
                    }
                    return store();
                })))
                .isEqualTo(6);
    }

    /** Lock, history, compare-and-set, change; then only the kinds whose values differ: here the quantity. */
    @Test
    default void updateTouchesOnlyTheIndexTablesWhoseValuesChange() {
        ResourceKey key = store().create(OBSERVATION.formatted(1)).key();

        assertThat(store().statementsOf(() -> store().update(key, 1, OBSERVATION.formatted(1))))
                .isEqualTo(4);
        assertThat(store().statementsOf(() -> store().update(key, 2, OBSERVATION.formatted(2))))
                .isEqualTo(6);
        assertThat(store().search("Observation", "value-quantity=2&_id=" + key.id()))
                .hasSize(1);
        assertThat(store().search("Observation", "value-quantity=1&_id=" + key.id()))
                .isEmpty();
    }

    /** Of many tokens one changes: its rows alone are replaced, and everything is found and sorted as if written anew. */
    @Test
    default void updateOfOneValueOfManyLeavesTheOthersFindable() {
        String patient = """
                {'resourceType':'Patient','gender':'%s','active':true,'identifier':[{'system':'urn:few','value':'b'},
                {'system':'urn:few','value':'c'},{'system':'urn:few','value':'d'},{'system':'urn:few','value':'%s'}],
                'telecom':[{'system':'phone','value':'1'},{'system':'email','value':'2'}]}""";
        ResourceKey key = store().create(patient.formatted("female", "e")).key();
        ResourceKey other = store().create(patient.formatted("female", "b")).key();

        assertThat(store().statementsOf(() -> store().update(key, 1, patient.formatted("male", "a"))))
                .isEqualTo(6);

        String mine = "&_id=" + key.id();
        assertThat(store().search("Patient", "gender=male&identifier=urn:few|a&active=true&phone=1" + mine))
                .hasSize(1);
        assertThat(store().search("Patient", "gender=female" + mine)).isEmpty();
        assertThat(store().search("Patient", "identifier=urn:few|e" + mine)).isEmpty();
        String both = "_id=" + key.id() + "," + other.id();
        assertThat(store().search("Patient", both + "&_sort=identifier")).containsExactly(key.id(), other.id());
        assertThat(store().search("Patient", both + "&_sort=-identifier")).hasSize(2);
    }

    @Test
    default void updateOfManyCostsNoMoreStatementsThanOfOne() {
        List<ResourceKey> keys = List.of(
                store().create(OBSERVATION.formatted(1)).key(),
                store().create(OBSERVATION.formatted(2)).key(),
                store().create(OBSERVATION.formatted(3)).key());

        assertThat(store().statementsOf(() -> store().repository()
                        .store(keys.stream()
                                .map(key ->
                                        new ResourceWrite(key, Verb.PUT, 1, TestStore.json(OBSERVATION.formatted(9))))
                                .toList())))
                .isEqualTo(6);
        assertThat(store().repository().read(keys).values())
                .extracting(StoredResource::version)
                .containsExactly(2L, 2L, 2L);
        assertThat(store().repository().vread(keys.get(2), 1)).isPresent();
    }

    @Test
    default void updateOfManyStoresNothingIfOneIsOfAnotherVersion() {
        ResourceKey first = store().create(OBSERVATION.formatted(1)).key();
        ResourceKey second = store().create(OBSERVATION.formatted(2)).key();
        List<ResourceWrite> writes = List.of(
                new ResourceWrite(first, Verb.PUT, 1, TestStore.json(OBSERVATION.formatted(3))),
                new ResourceWrite(second, Verb.PUT, 7, TestStore.json(OBSERVATION.formatted(3))));

        assertThatThrownBy(() -> store().repository().store(writes)).isInstanceOf(SpineException.class);

        assertThat(store().repository().read(first))
                .map(StoredResource::version)
                .hasValue(1L);
    }

    @Test
    default void deletionEmptiesOnlyTheIndexTablesInUse() {
        ResourceKey key = store().create(OBSERVATION.formatted(1)).key();

        assertThat(store().statementsOf(() -> store().delete(key, 1))).isEqualTo(4 + 4);
        assertThat(store().statementsOf(() -> store().update(key, 2, OBSERVATION.formatted(1))))
                .isEqualTo(4 + 4);
    }
}

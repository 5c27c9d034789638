package org.openspine.server.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.value.VersionedValue;

/** Rows in an H2 file that belong to transactions which ended neither way, and which H2 could not take back. */
final class UnfinishedRows {
    private UnfinishedRows() {}

    /**
     * The table or index of each such row, by H2's name.
     *
     * @param folder data folder of a server that is gone
     */
    static List<String> in(Path folder) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection =
                DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("openspine"), "sa", "")) {
            MVStore trees = ((SessionLocal)
                            connection.unwrap(JdbcConnection.class).getSession())
                    .getDatabase()
                    .getStore()
                    .getMvStore();
            for (String name : trees.getMapNames()) {
                if (name.startsWith("table.") || name.startsWith("index.")) {
                    int id = Integer.parseInt(trees.getMetaMap().get("name." + name), 16);
                    for (Object row : trees.getMap(id).values()) {
                        if (row instanceof VersionedValue<?> version && version.getOperationId() != 0) {
                            found.add(name);
                        }
                    }
                }
            }
        }
        return found;
    }
}

package org.openspine.server.benchmark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a write costs without sharing commits: plain JDBC that inserts the rows of one stored resource again and again, in
 * one transaction each, on an H2 that writes at every commit ({@code WRITE_DELAY=0}).
 */
final class PlainRows {
    private static final List<String> TABLES = List.of(
            "resource",
            "index_text",
            "index_token",
            "index_reference",
            "index_date",
            "index_number",
            "index_quantity",
            "index_uri",
            "change");

    private static final long BEYOND_ALL_NUMBERS = 1L << 40;

    private final String url;
    private final List<Template> templates = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();

    /** The rows of one table that belong to the resource, in the order of {@code columns}. */
    private record Template(String table, List<String> columns, List<List<Object>> rows) {}

    /** @param folder a closed store of which the newest resource is copied */
    PlainRows(Path folder) throws SQLException {
        url = "jdbc:h2:file:" + folder.toAbsolutePath().resolve("openspine") + ";NON_KEYWORDS=VALUE;WRITE_DELAY=0";
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            long newest;
            try (ResultSet result = statement.executeQuery("SELECT MAX(resource_id) FROM resource")) {
                result.next();
                newest = result.getLong(1);
            }
            next.set(newest + BEYOND_ALL_NUMBERS);
            for (String table : TABLES) {
                templates.add(template(statement, table, newest));
            }
        }
    }

    int rows() {
        return templates.stream().mapToInt(template -> template.rows().size()).sum();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
    }

    private static Template template(Statement statement, String table, long resourceId) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        try (ResultSet result =
                statement.executeQuery("SELECT * FROM " + table + " WHERE resource_id = " + resourceId)) {
            int count = result.getMetaData().getColumnCount();
            for (int i = 1; i <= count; i++) {
                columns.add(result.getMetaData().getColumnName(i).toLowerCase(java.util.Locale.ROOT));
            }
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= count; i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
        }
        return new Template(table, columns, rows);
    }

    /** One client on a connection of its own; each call commits one resource. */
    Callable<Long> client() {
        try {
            Connection connection = connect();
            connection.setAutoCommit(false);
            List<PreparedStatement> statements = new ArrayList<>();
            for (Template template : templates) {
                statements.add(connection.prepareStatement(insert(template)));
            }
            return () -> {
                long id = next.getAndIncrement();
                for (int i = 0; i < statements.size(); i++) {
                    insert(templates.get(i), statements.get(i), id);
                }
                connection.commit();
                return id;
            };
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String insert(Template template) {
        return "INSERT INTO " + template.table() + " (" + String.join(", ", template.columns()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(template.columns().size(), "?")) + ")";
    }

    private static void insert(Template template, PreparedStatement statement, long id) throws SQLException {
        for (List<Object> row : template.rows()) {
            for (int column = 0; column < row.size(); column++) {
                Object value =
                        switch (template.columns().get(column)) {
                            case "resource_id", "number" -> id;
                            case "logical_id" -> Long.toString(id, 36);
                            default -> row.get(column);
                        };
                statement.setObject(column + 1, value);
            }
            statement.addBatch();
        }
        if (!template.rows().isEmpty()) {
            statement.executeBatch();
        }
    }
}

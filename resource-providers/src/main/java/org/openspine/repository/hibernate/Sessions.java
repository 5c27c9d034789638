package org.openspine.repository.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/** Hibernate over the pool: schema validated, never created; nothing cached. */
final class Sessions {
    private Sessions() {}

    static SessionFactory open(HikariDataSource pool, StatementCount statements) {
        Configuration configuration = new Configuration()
                .setProperty(AvailableSettings.HBM2DDL_AUTO, "validate")
                .setProperty(AvailableSettings.USE_SECOND_LEVEL_CACHE, "false")
                .setProperty(AvailableSettings.USE_SQL_COMMENTS, "false")
                .setProperty(AvailableSettings.ORDER_INSERTS, "false")
                .setProperty(AvailableSettings.IN_CLAUSE_PARAMETER_PADDING, "true")
                .setProperty(AvailableSettings.JAKARTA_VALIDATION_MODE, "none");
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
        configuration.setStatementInspector(statements);
        for (Class<?> entity : new Class<?>[] {
            ResourceRow.class,
            ResourceHistoryRow.class,
            ChangeRow.class,
            BusinessKeyRow.class,
            SettingRow.class,
            TextIndexRow.class,
            TokenIndexRow.class,
            ReferenceIndexRow.class,
            DateIndexRow.class,
            NumberIndexRow.class,
            QuantityIndexRow.class,
            UriIndexRow.class,
            JobRow.class,
            JobFileRow.class,
            JobPartRow.class,
            ReplayRow.class,
            NumberBlockRow.class
        }) {
            configuration.addAnnotatedClass(entity);
        }
        return configuration.buildSessionFactory();
    }
}

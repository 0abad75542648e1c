using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AuditPartitions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                table: "audit",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "hash",
                table: "audit",
                type: "bytea",
                nullable: true);

            // PostgreSQL cannot partition a table that is there: the rows move into a new one, a partition for each month that they are of.
            migrationBuilder.Sql("""
                ALTER TABLE audit RENAME TO audit_before;
                ALTER TABLE audit_before DROP CONSTRAINT pk_audit;
                DROP INDEX ix_audit_tenant_decided_at_decision_id, ix_audit_tenant_session_id_decided_at_decision_id, ix_audit_tenant_user_id_decided_at_decision_id;
                CREATE TABLE audit (LIKE audit_before INCLUDING DEFAULTS) PARTITION BY RANGE (decided_at);
                CREATE TABLE audit_default PARTITION OF audit DEFAULT;
                DO $$ DECLARE month timestamp; BEGIN
                  FOR month IN SELECT DISTINCT date_trunc('month', decided_at AT TIME ZONE 'UTC') FROM audit_before LOOP
                    EXECUTE format('CREATE TABLE %I PARTITION OF audit FOR VALUES FROM (%L) TO (%L)',
                      'audit_' || to_char(month, 'YYYY_MM'), month::text || '+00', (month + interval '1 month')::text || '+00');
                  END LOOP;
                END $$;
                INSERT INTO audit SELECT * FROM audit_before;
                DROP TABLE audit_before;
                ALTER TABLE audit ADD CONSTRAINT pk_audit PRIMARY KEY (decided_at, decision_id);
                CREATE INDEX ix_audit_tenant_decided_at_decision_id ON audit (tenant, decided_at, decision_id);
                CREATE INDEX ix_audit_tenant_session_id_decided_at_decision_id ON audit (tenant, session_id, decided_at, decision_id);
                CREATE INDEX ix_audit_tenant_user_id_decided_at_decision_id ON audit (tenant, user_id, decided_at, decision_id);
                """);

            migrationBuilder.CreateTable(
                name: "audit_digests",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false),
                    hashes = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_digests", x => new { x.tenant, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_digests_tenant_day",
                table: "audit_digests",
                columns: new[] { "tenant", "day" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_digests");

            migrationBuilder.Sql("""
                CREATE TABLE audit_whole (LIKE audit INCLUDING DEFAULTS);
                INSERT INTO audit_whole SELECT * FROM audit;
                DROP TABLE audit;
                ALTER TABLE audit_whole RENAME TO audit;
                ALTER TABLE audit ADD CONSTRAINT pk_audit PRIMARY KEY (decided_at, decision_id);
                CREATE INDEX ix_audit_tenant_decided_at_decision_id ON audit (tenant, decided_at, decision_id);
                CREATE INDEX ix_audit_tenant_session_id_decided_at_decision_id ON audit (tenant, session_id, decided_at, decision_id);
                CREATE INDEX ix_audit_tenant_user_id_decided_at_decision_id ON audit (tenant, user_id, decided_at, decision_id);
                """);

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "audit");
        }
    }
}

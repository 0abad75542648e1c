using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RareRows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_audit_tenant_decision_decided_at_decision_id",
                table: "audit",
                columns: new[] { "tenant", "decision", "decided_at", "decision_id" },
                filter: "decision <> 'ALLOW'");

            migrationBuilder.CreateIndex(
                name: "ix_audit_tenant_kind_decided_at_decision_id",
                table: "audit",
                columns: new[] { "tenant", "kind", "decided_at", "decision_id" },
                filter: "kind NOT IN ('BATCH', 'EVALUATION')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_tenant_decision_decided_at_decision_id",
                table: "audit");

            migrationBuilder.DropIndex(
                name: "ix_audit_tenant_kind_decided_at_decision_id",
                table: "audit");
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeclaredAgents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "declared_agent",
                table: "audit",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_tenant_declared_agent_decided_at_decision_id",
                table: "audit",
                columns: new[] { "tenant", "declared_agent", "decided_at", "decision_id" },
                filter: "declared_agent IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_tenant_declared_agent_decided_at_decision_id",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "declared_agent",
                table: "audit");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ErasureAndFeedback : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "erased_at",
                table: "profiles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: false),
                    decision_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    given_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feedback", x => new { x.tenant, x.session_id, x.decision_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_profiles_tenant_user_id1",
                table: "profiles",
                columns: new[] { "tenant", "user_id" },
                filter: "erased_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_feedback_tenant_user_id",
                table: "feedback",
                columns: new[] { "tenant", "user_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "feedback");

            migrationBuilder.DropIndex(
                name: "ix_profiles_tenant_user_id1",
                table: "profiles");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "profiles");
        }
    }
}

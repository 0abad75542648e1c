using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ErasureAndFeedback : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                table: "profiles",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "feedback",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<string>(type: "text", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Simulations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "simulations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    candidate = table.Column<int>(type: "integer", nullable: false),
                    baseline = table.Column<int>(type: "integer", nullable: true),
                    candidate_policy = table.Column<string>(type: "text", nullable: false),
                    baseline_policy = table.Column<string>(type: "text", nullable: true),
                    opened_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    advanced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    share = table.Column<double>(type: "double precision", nullable: false),
                    counts = table.Column<string>(type: "text", nullable: false),
                    next_partition = table.Column<int>(type: "integer", nullable: false),
                    last_session = table.Column<string>(type: "text", nullable: false),
                    slice = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_simulations", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_simulations_advanced_at",
                table: "simulations",
                column: "advanced_at",
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_simulations_tenant_requested_at_id",
                table: "simulations",
                columns: new[] { "tenant", "requested_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "simulations");
        }
    }
}

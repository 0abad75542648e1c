using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Sqlite
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    candidate = table.Column<int>(type: "INTEGER", nullable: false),
                    baseline = table.Column<int>(type: "INTEGER", nullable: true),
                    candidate_policy = table.Column<string>(type: "TEXT", nullable: false),
                    baseline_policy = table.Column<string>(type: "TEXT", nullable: true),
                    opened_from = table.Column<long>(type: "INTEGER", nullable: false),
                    opened_before = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    advanced_at = table.Column<long>(type: "INTEGER", nullable: false),
                    share = table.Column<double>(type: "REAL", nullable: false),
                    counts = table.Column<string>(type: "TEXT", nullable: false),
                    next_partition = table.Column<int>(type: "INTEGER", nullable: false),
                    last_session = table.Column<string>(type: "TEXT", nullable: false),
                    slice = table.Column<int>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false)
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

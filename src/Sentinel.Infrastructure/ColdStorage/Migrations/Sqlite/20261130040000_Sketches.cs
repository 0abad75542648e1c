using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Sketches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "sketches",
                table: "erasures",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "sketches",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: false),
                    decision_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    measures = table.Column<long>(type: "INTEGER", nullable: false),
                    cell = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sketches", x => new { x.tenant, x.session_id, x.decision_id, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "ix_sketches_at",
                table: "sketches",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_sketches_tenant_cell_at",
                table: "sketches",
                columns: new[] { "tenant", "cell", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_sketches_tenant_user_id",
                table: "sketches",
                columns: new[] { "tenant", "user_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sketches");

            migrationBuilder.DropColumn(
                name: "sketches",
                table: "erasures");
        }
    }
}

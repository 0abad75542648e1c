using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Postgres
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
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "sketches",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<string>(type: "text", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<byte>(type: "smallint", nullable: false),
                    measures = table.Column<long>(type: "bigint", nullable: false),
                    cell = table.Column<int>(type: "integer", nullable: false)
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

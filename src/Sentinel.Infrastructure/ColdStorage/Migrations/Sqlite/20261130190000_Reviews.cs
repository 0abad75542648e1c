using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Reviews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "reviews",
                table: "erasures",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "reviews",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    session_id = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    claimed_by = table.Column<string>(type: "TEXT", nullable: false),
                    claimed_until = table.Column<long>(type: "INTEGER", nullable: true),
                    label = table.Column<string>(type: "TEXT", nullable: true),
                    labelled_by = table.Column<string>(type: "TEXT", nullable: false),
                    labelled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviews", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_tenant_decided_at_id",
                table: "reviews",
                columns: new[] { "tenant", "decided_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_tenant_decided_at_id1",
                table: "reviews",
                columns: new[] { "tenant", "decided_at", "id" },
                filter: "label IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reviews_tenant_user_id",
                table: "reviews",
                columns: new[] { "tenant", "user_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "reviews");

            migrationBuilder.DropColumn(
                name: "reviews",
                table: "erasures");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AuditPartitions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "erased_at",
                table: "audit",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "hash",
                table: "audit",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_digests",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    signature = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hashes = table.Column<byte[]>(type: "BLOB", nullable: true)
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

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "audit");
        }
    }
}

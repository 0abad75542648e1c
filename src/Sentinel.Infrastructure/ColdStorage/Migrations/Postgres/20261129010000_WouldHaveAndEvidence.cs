using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WouldHaveAndEvidence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "challenge_outcome",
                table: "audit",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "evidence",
                table: "audit",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "would_have",
                table: "audit",
                type: "jsonb",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "challenge_outcome",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "evidence",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "would_have",
                table: "audit");
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ProfileLineage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "rolled_back_at",
                table: "profiles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "rolled_back_to",
                table: "profiles",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "vouched",
                table: "baselines",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "rolled_back_at",
                table: "profiles");

            migrationBuilder.DropColumn(
                name: "rolled_back_to",
                table: "profiles");

            migrationBuilder.DropColumn(
                name: "vouched",
                table: "baselines");
        }
    }
}

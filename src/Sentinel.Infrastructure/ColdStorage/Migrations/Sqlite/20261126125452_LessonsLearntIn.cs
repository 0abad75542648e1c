using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LessonsLearntIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "vouched",
                table: "baselines");

            migrationBuilder.AddColumn<int>(
                name: "learnt_in",
                table: "lessons",
                type: "INTEGER",
                nullable: true);

            // What was kept before versions were noted is taken for the oldest.
            migrationBuilder.Sql("UPDATE lessons SET learnt_in = 1 WHERE state = 'KEPT'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "learnt_in",
                table: "lessons");

            migrationBuilder.AddColumn<bool>(
                name: "vouched",
                table: "baselines",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sentinel.Infrastructure.ColdStorage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TombstoneIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_profiles_tenant_user_id1",
                table: "profiles",
                columns: new[] { "tenant", "user_id" },
                filter: "erased_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_profiles_tenant_user_id1",
                table: "profiles");
        }
    }
}

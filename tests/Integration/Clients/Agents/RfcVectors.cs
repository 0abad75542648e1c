using Sentinel.Client;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Keys and signatures that others have published: RFC 9421, appendix B, and the test vectors of draft-ietf-webbotauth-httpsig-protocol,
/// appendix E (those of draft-meunier-web-bot-auth-architecture are in web_bot_auth_architecture_v2.json of cloudflare/web-bot-auth).
/// </summary>
internal static class RfcVectors
{
    /// <summary>The seed of test-key-ed25519, RFC 9421 B.1.4.</summary>
    public const string Ed25519Seed = "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU";

    public const string Ed25519Thumbprint = "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";

    public const string RsaThumbprint = "oD0HwocPBSfpNy5W3bpJeyFGY_IQ_YpqxSjQ3Yd-CLA";

    public static AgentKeyOptions Ed25519 { get; } = new()
    {
        Kty = "OKP",
        Crv = "Ed25519",
        X = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs",
    };

    public static AgentKeyOptions P256 { get; } = new()
    {
        Kty = "EC",
        Crv = "P-256",
        X = "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA",
        Y = "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0",
    };

    public static AgentKeyOptions Rsa { get; } = new()
    {
        Kty = "RSA",
        E = "AQAB",
        N = "r4tmm3r20Wd_PbqvP1s2-QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct-Lh1GH45x28Rw3Ry53mm-oAXjyQ86OnDkZ5N8lYbggD4O3w"
            + "6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL-Wokqltd11nqqzi-bJ9cvSKADYdUAAN5WUtzdpiy6"
            + "LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d-nb4bnNkQVklLQ3fVAvJm-xdDOp9LCNCN48V2pnDOkFV6-U"
            + "9nV5oyc6XI2w",
    };
}

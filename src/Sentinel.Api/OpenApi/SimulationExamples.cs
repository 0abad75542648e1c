namespace Sentinel.Api.OpenApi;

/// <summary>Examples of simulations.</summary>
internal static class SimulationExamples
{
    public const string Body = """{ "candidate": 2, "from": "2026-01-01T00:00:00Z", "to": "2026-01-08T00:00:00Z" }""";

    public const string Waiting = """
        {
          "id": "019b6a3c-9b40-7c11-8d02-7f6e5d4c3b2a", "state": "QUEUED", "startedBy": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11",
          "requestedAt": "2026-01-08T09:00:00Z", "startedAt": null, "finishedAt": null, "candidate": 2, "baseline": null,
          "from": "2026-01-01T00:00:00Z", "to": "2026-01-08T00:00:00Z", "rows": 0, "share": 0, "secondsLeft": null,
          "result": {
            "sessions": 0, "skippedSessions": 0, "decisions": 0, "listedDecisions": 0, "newChallenges": 0,
            "fidelity": { "share": null, "cells": [] },
            "all": { "name": null, "decisions": 0, "flipped": { "ifPassed": 0, "ifFailed": 0 }, "rates": [], "cells": [] },
            "kinds": [], "sensitivities": [], "actions": [], "reasons": [], "labels": []
          }
        }
        """;

    public const string List = """
        {
          "items": [{
            "id": "019b6a3c-9b40-7c11-8d02-7f6e5d4c3b2a", "state": "DONE", "startedBy": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11",
            "requestedAt": "2026-01-08T09:00:00Z", "startedAt": "2026-01-08T09:00:01Z", "finishedAt": "2026-01-08T09:01:10Z",
            "candidate": 2, "baseline": null, "from": "2026-01-01T00:00:00Z", "to": "2026-01-08T00:00:00Z", "rows": 1000000, "share": 1,
            "secondsLeft": null, "result": null
          }],
          "nextCursor": null
        }
        """;

    public const string Running = $$"""
        {
          "id": "019b6a3c-9b40-7c11-8d02-7f6e5d4c3b2a", "state": "RUNNING", "startedBy": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11",
          "requestedAt": "2026-01-08T09:00:00Z", "startedAt": "2026-01-08T09:00:01Z", "finishedAt": null, "candidate": 2, "baseline": null,
          "from": "2026-01-01T00:00:00Z", "to": "2026-01-08T00:00:00Z", "rows": 2100, "share": 0.25, "secondsLeft": 1.5,
          "result": {
            "sessions": 100, "skippedSessions": 2, "decisions": 2000, "listedDecisions": 8, "newChallenges": 40,
            "fidelity": {
              "share": 0.995,
              "cells": [
                { "from": "ALLOW", "to": "ALLOW", "count": { "ifPassed": 1990, "ifFailed": 1990 } },
                { "from": "ALLOW", "to": "CHALLENGE", "count": { "ifPassed": 10, "ifFailed": 10 } }
              ]
            },
            "all": {{All}},
            "kinds": [{{Batch}}], "sensitivities": [], "actions": [], "reasons": [],
            "labels": [{
              "label": "FRAUD", "sessions": 50,
              "cells": [
                { "from": "ALLOW", "to": "CHALLENGE", "count": { "ifPassed": 10, "ifFailed": 10 } },
                { "from": "BLOCK", "to": "BLOCK", "count": { "ifPassed": 40, "ifFailed": 40 } }
              ],
              "challenged": {
                "before": { "share": 0.8, "low": 0.6696, "high": 0.8876 }, "ifPassed": { "share": 1, "low": 0.9287, "high": 1 },
                "ifFailed": { "share": 1, "low": 0.9287, "high": 1 }
              },
              "blocked": {
                "before": { "share": 0.8, "low": 0.6696, "high": 0.8876 }, "ifPassed": { "share": 0.8, "low": 0.6696, "high": 0.8876 },
                "ifFailed": { "share": 0.8, "low": 0.6696, "high": 0.8876 }
              }
            }]
          }
        }
        """;

    private const string Change = """
        "decisions": 2000, "flipped": { "ifPassed": 40, "ifFailed": 60 },
        "rates": [
          { "decision": "ALLOW", "before": { "ifPassed": 2000, "ifFailed": 2000 }, "after": { "ifPassed": 1960, "ifFailed": 1940 } },
          { "decision": "CHALLENGE", "before": { "ifPassed": 0, "ifFailed": 0 }, "after": { "ifPassed": 40, "ifFailed": 55 } },
          { "decision": "BLOCK", "before": { "ifPassed": 0, "ifFailed": 0 }, "after": { "ifPassed": 0, "ifFailed": 5 } }
        ],
        "cells": [
          { "from": "ALLOW", "to": "ALLOW", "count": { "ifPassed": 1960, "ifFailed": 1940 } },
          { "from": "ALLOW", "to": "CHALLENGE", "count": { "ifPassed": 40, "ifFailed": 55 } },
          { "from": "ALLOW", "to": "BLOCK", "count": { "ifPassed": 0, "ifFailed": 5 } }
        ]
        """;

    private const string All = $$"""{ "name": null, {{Change}} }""";

    private const string Batch = $$"""{ "name": "BATCH", {{Change}} }""";
}

namespace Sentinel.Api.OpenApi;

/// <summary>An example of each call's body and answer, by controller action.</summary>
internal static class Examples
{
    public static readonly IReadOnlyDictionary<string, string> Requests = new Dictionary<string, string>(PolicyExamples.Requests)
    {
        ["Open"] = """
            {
              "userId": "u-42", "deviceId": "d-7f3a",
              "context": { "ipAddress": "203.0.113.7", "userAgent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0" }
            }
            """,
        ["Score"] = """
            {
              "userId": "u-42", "stream": "tab-1", "sequence": 1, "sentAt": 1767000001000.0, "timerResolution": 0.1,
              "keys": [
                { "code": "LETTER_LEFT", "down": 1767000000000.2, "up": 1767000000088.9, "field": "password" },
                { "code": "LETTER_RIGHT", "down": 1767000000171.4, "up": 1767000000252.0, "field": "password" }
              ],
              "pointer": [
                { "t": 1767000000610.1, "x": 312.0, "y": 88.5, "type": "MOVE", "kind": "MOUSE" },
                { "t": 1767000000626.8, "x": 318.5, "y": 91.0, "type": "MOVE", "kind": "MOUSE" }
              ],
              "signals": [{ "t": 1767000000900.0, "type": "PASTE", "field": "otp", "length": 6 }]
            }
            """,
        ["Ban"] = """{ "userId": "u-42", "expiresAt": "2026-02-01T00:00:00Z" }""",
        ["RollBack"] = """{ "version": 11 }""",
        ["CreateApiKey"] = """{ "name": "web shop", "scopes": ["SERVER"], "expiresAt": "2099-01-01T00:00:00Z" }""",
        ["RotateApiKey"] = """{ "overlap": "PT24H" }""",
        ["GiveFeedback"] = """{ "decisionId": "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10", "label": "FRAUD" }""",
        ["MakeListEntry"] = ExamplesOfLists.Body,
        ["LabelReview"] = """{ "label": "FRAUD", "note": "Types like a script." }""",
        ["StartSimulation"] = SimulationExamples.Body,
        ["Evaluate"] = """
            {
              "action": "transfer", "sensitivity": "HIGH",
              "context": { "ipAddress": "203.0.113.7", "userAgent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0" }
            }
            """,
        ["Report"] = """{ "challengeId": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11", "outcome": "PASSED", "method": "webauthn" }""",
    };

    public static readonly IReadOnlyDictionary<string, string> Answers = new Dictionary<string, string>(PolicyExamples.Answers)
    {
        ["Open"] = """
            {
              "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "ingestToken": "CfDJ8…", "expiresAt": "2026-01-01T12:00:00Z",
              "decision": "ALLOW", "trust": 0.5, "phase": "COLD_START", "degraded": false
            }
            """,
        ["Get"] = """
            {
              "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "userId": "u-42", "openedAt": "2026-01-01T00:00:00Z", "ended": false,
              "decision": "ALLOW", "trust": 0.71, "risk": 0.05, "phase": "TRUSTED", "batches": 41, "windows": 23, "evidenceMass": 23,
              "outOfOrder": 0, "dropped": 0,
              "reasons": [{ "code": "pattern.metronomic_cadence", "family": "PATTERN", "weight": -0.15, "confidence": 1 }],
              "timeline": [{ "at": "2026-01-01T00:00:09Z", "trust": 0.53 }]
            }
            """,
        ["Score"] = """
            {
              "decisionId": "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10", "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "stream": "tab-1",
              "sequence": 1, "accepted": true, "degraded": false, "decision": "ALLOW", "trust": 0.53, "risk": 0.05, "phase": "VERIFYING",
              "reasons": [{ "code": "physics.key_hold", "family": "PHYSICS", "weight": -0.25, "confidence": 1 }],
              "policyVersion": 1, "baselineVersion": 0
            }
            """,
        ["EraseUser"] = """
            {
              "erasureId": "019b6a3c-9b40-7c11-8d02-7f6e5d4c3b2a", "requestedAt": "2026-01-01T00:00:00Z",
              "erasedAt": "2026-01-01T00:00:00.02Z", "finishedAt": "2026-01-01T00:00:00.05Z",
              "sessionsLeft": 0, "sessions": 2, "hotKeys": 5, "auditRows": 812, "trainingSamples": 64, "baselines": 3, "feedback": 1,
              "sketches": 40, "reviews": 1, "listEntries": 0
            }
            """,
        ["GetErasure"] = """
            {
              "erasureId": "019b6a3c-9b40-7c11-8d02-7f6e5d4c3b2a", "requestedAt": "2026-01-01T00:00:00Z",
              "erasedAt": "2026-01-01T00:00:00.02Z", "finishedAt": "2026-01-01T00:00:00.05Z",
              "sessionsLeft": 0, "sessions": 2, "hotKeys": 5, "auditRows": 812, "trainingSamples": 64, "baselines": 3, "feedback": 1,
              "sketches": 40, "reviews": 1, "listEntries": 0
            }
            """,
        ["ExportUser"] = """
            {
              "user": {
                "userId": "u-42", "carryOver": 0.71, "strikes": [], "unknownDevicesBlockedAt": null, "botLogOdds": [], "blocksLifted": 0,
                "devices": ["9f86d081884c7d65"],
                "excuses": [{ "at": "2026-01-01T00:00:00Z", "device": "9f86d081884c7d65", "groups": ["PATH"] }],
                "openings": [{ "at": "2026-01-01T00:00:00Z", "device": "9f86d081884c7d65", "latitude": 60, "longitude": 11 }],
                "recentSketches": "eFAAyAwgNEhccIQ=", "ban": null, "sessionsRevokedAt": null,
                "sessions": [], "baselines": [], "trainingSamples": [],
                "labels": [{ "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "decisionId": null, "label": "LEGITIMATE",
                "givenAt": "2026-01-01T00:00:00Z" }],
                "sketches": [{ "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "decidedAt": "2026-01-01T00:00:00Z", "kind": "KEYS",
                "measures": "00c80c2034485c84" }],
                "reviews": [], "listEntries": []
              },
              "audit": []
            }
            """,
        ["Evaluate"] = """
            {
              "decisionId": "019b6a3c-7a20-7d4f-8b62-1e3f5c7d9f21", "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "accepted": true,
              "degraded": false, "decision": "CHALLENGE", "trust": 0.53, "risk": 0.05, "phase": "VERIFYING", "reasons": [],
              "policyVersion": 1, "baselineVersion": 0, "challengeId": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11"
            }
            """,
        ["Report"] = """
            {
              "decisionId": "019b6a3c-8b30-7e50-9c73-2f4a6d8e0a32", "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "accepted": true,
              "degraded": false, "decision": "ALLOW", "trust": 0.6, "risk": 0.05, "phase": "VERIFYING",
              "reasons": [{ "code": "context.challenge_passed", "family": "CONTEXT", "weight": 0, "confidence": 1 }],
              "policyVersion": 1, "baselineVersion": 0
            }
            """,
        ["Ban"] = """{ "userId": "u-42", "since": "2026-01-01T00:00:00Z", "expiresAt": "2026-02-01T00:00:00Z", "permanent": false }""",
        ["MakeListEntry"] = ExamplesOfLists.Entry,
        ["ReadListEntry"] = ExamplesOfLists.Entry,
        ["ReadLists"] = ExamplesOfLists.Page,
        ["ListReviews"] = """
            { "items": [{
              "id": "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10", "decidedAt": "2026-01-01T00:00:00Z", "kind": "BLOCK", "userId": "u-42",
              "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "reason": "pattern.metronomic_cadence",
              "claimedBy": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11", "claimedUntil": "2026-01-01T00:20:00Z", "label": null,
              "labelledBy": null, "labelledAt": null, "note": null
            }], "nextCursor": null }
            """,
        ["ClaimReview"] = """
            {
              "id": "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10", "decidedAt": "2026-01-01T00:00:00Z", "kind": "BLOCK", "userId": "u-42",
              "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "reason": "pattern.metronomic_cadence",
              "claimedBy": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11", "claimedUntil": "2026-01-01T00:20:00Z", "label": null,
              "labelledBy": null, "labelledAt": null, "note": null
            }
            """,
        ["LabelReview"] = """
            {
              "id": "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10", "decidedAt": "2026-01-01T00:00:00Z", "kind": "BLOCK", "userId": "u-42",
              "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "reason": "pattern.metronomic_cadence",
              "claimedBy": null, "claimedUntil": null, "label": "FRAUD",
              "labelledBy": "5a0f1c7e-4f0e-4c1b-9c5d-2f6f0b7c9a11", "labelledAt": "2026-01-01T00:07:00Z", "note": "Types like a script."
            }
            """,
        ["ReadErrorRates"] = """
            {
              "from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z",
              "decisions": [{
                "decision": "BLOCK", "reason": null, "day": null, "legitimate": 2, "fraud": 98, "share": 0.02, "low": 0.0055, "high": 0.07
              }],
              "reasons": [{
                "decision": "BLOCK", "reason": "pattern.metronomic_cadence", "day": null, "legitimate": 2, "fraud": 40, "share": 0.0476,
                "low": 0.0132, "high": 0.1579
              }],
              "days": [{
                "decision": "BLOCK", "reason": null, "day": "2026-01-01", "legitimate": 0, "fraud": 4, "share": 0, "low": 0, "high": 0.4899
              }]
            }
            """,
        ["ReadStats"] = """
            {
              "from": "2026-01-01T00:00:00Z", "to": "2026-01-01T00:01:00Z", "step": "MINUTE",
              "points": [{
                "at": "2026-01-01T00:00:00Z", "batches": { "allow": 5780, "challenge": 210, "block": 10 },
                "evaluations": { "allow": 41, "challenge": 9, "block": 1 }, "degraded": 0, "p50": 1.18, "p99": 4.24
              }],
              "usual": { "challengeShare": { "low": 0.021, "high": 0.044 }, "blockShare": { "low": 0.0004, "high": 0.0031 } }
            }
            """,
        ["ReadLive"] = """
            {
              "at": "2026-01-01T00:01:02Z",
              "points": [{
                "at": "2026-01-01T00:00:00Z", "batches": { "allow": 5780, "challenge": 210, "block": 10 },
                "evaluations": { "allow": 41, "challenge": 9, "block": 1 }, "degraded": 0, "p50": 1.18, "p99": 4.24
              }, {
                "at": "2026-01-01T00:01:00Z", "batches": { "allow": 190, "challenge": 7, "block": 0 },
                "evaluations": { "allow": 1, "challenge": 0, "block": 0 }, "degraded": 0, "p50": null, "p99": null
              }],
              "parts": { "hot_state": { "status": "Healthy", "detail": "Redis" } },
              "backlog": { "records": 212, "share": 0.0004, "oldest": "2026-01-01T00:01:01.4Z" },
              "jobs": { "waiting": 1, "scheduled": 2, "running": 1, "failed": 0 }
            }
            """,
        ["ReadReasonStats"] = """
            {
              "from": "2026-01-01T00:00:00Z", "to": "2026-01-01T01:00:00Z",
              "batches": { "allow": 346800, "challenge": 12600, "block": 600 },
              "items": [{
                "code": "pattern.metronomic_cadence", "family": "PATTERN", "named": { "allow": 8000, "challenge": 310, "block": 290 },
                "turned": { "allow": 0, "challenge": 12, "block": 21 }, "against": 640, "for": 410, "neither": 100210
              }]
            }
            """,
        ["ReadReasonOverTime"] = """
            {
              "from": "2026-01-01T00:00:00Z", "to": "2026-01-01T00:01:00Z", "step": "MINUTE",
              "points": [{
                "at": "2026-01-01T00:00:00Z", "batches": { "allow": 5780, "challenge": 210, "block": 10 },
                "reason": {
                  "code": "pattern.metronomic_cadence", "family": "PATTERN", "named": { "allow": 130, "challenge": 5, "block": 4 },
                  "turned": { "allow": 0, "challenge": 0, "block": 1 }, "against": 10, "for": 7, "neither": 1670
                }
              }]
            }
            """,
        ["GetProfile"] = """
            {
              "userId": "u-42", "carryOver": 0.74, "openStrikes": 0, "knownDevices": 1,
              "devices": [{ "device": "9d2f6c1b7a3e5f04", "passedAt": "2026-01-29T08:14:02.113Z" }], "strikes": [], "ban": null,
              "sessionsRevokedAt": null,
              "scoredWithVersion": 12,
              "enrolment": [
                { "model": "fixed_text", "samples": 120, "errorRate": 0.08 }, { "model": "mouse", "samples": 900, "errorRate": 0.19 }
              ],
              "learnt": {
                "publishedVersion": 12,
                "versions": [{
                  "version": 12, "createdAt": "2026-01-01T00:01:00Z", "status": "PUBLISHED", "reason": "", "drift": 0.06,
                  "models": ["fixed_text", "mouse"], "bytes": 2311
                }],
                "trainingSamples": 214, "quarantined": 3
              }
            }
            """,
        ["GetBaseline"] = """
            {
              "version": 12,
              "models": [
                {
                  "model": "fixed_text", "text": 1, "samples": 120, "distributions": [{
                    "name": "hold", "unit": "ms", "bins": [], "bands": [{
                      "name": "50%", "user": { "low": 84.2, "middle": 91.8, "high": 100 },
                      "population": { "low": 66.1, "middle": 92.3, "high": 128.9 }
                    }]
                  }]
                },
                {
                  "model": "mouse", "text": null, "samples": 900, "distributions": [{
                    "name": "mean_speed", "unit": "px/ms", "bands": [], "bins": [
                      { "from": null, "to": 0.2215, "population": 0.1423, "nats": -0.034 },
                      { "from": 0.2215, "to": null, "population": 0.8577, "nats": 0.012 },
                      { "from": null, "to": null, "population": 0, "nats": 0 }
                    ]
                  }]
                }
              ]
            }
            """,
        ["RollBack"] = """
            {
              "publishedVersion": 11,
              "versions": [
                {
                  "version": 12, "createdAt": "2026-01-01T00:01:00Z", "status": "ROLLED_BACK", "reason": "", "drift": 0.06,
                  "models": ["fixed_text", "mouse"], "bytes": 2311
                },
                {
                  "version": 11, "createdAt": "2025-12-31T18:20:00Z", "status": "PUBLISHED", "reason": "", "drift": 0.05,
                  "models": ["fixed_text", "mouse"], "bytes": 2311
                }
              ],
              "trainingSamples": 201, "quarantined": 0
            }
            """,
        ["GetBan"] =
            """{ "userId": "u-42", "since": "2026-01-01T00:00:00Z", "expiresAt": "2026-02-01T00:00:00Z", "permanent": false }""",
        ["ReadTimeline"] = """
            {
              "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "userId": "u-42",
              "items": [{
                "at": "2026-01-01T00:00:09Z", "decisionId": "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10", "kind": "BATCH", "decision": "ALLOW",
                "trust": 0.53,
                "risk": 0.05, "impostorRisk": 0.08, "phase": "VERIFYING",
                "evidence": [{ "code": "physics.key_hold", "family": "PHYSICS", "weight": -0.25, "confidence": 1 }],
                "policyVersion": 1, "baselineVersion": 0, "commitNumber": 2, "stream": "tab-1", "sequence": 1, "action": null,
                "sensitivity": "MEDIUM", "count": 1, "challengeOutcome": null, "wouldHave": null,
                "turnedBy": null, "declaredAgent": null
              }],
              "gaps": [{ "kind": "MISSING", "from": 3, "to": 4 }],
              "labels": [{ "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "decisionId": null, "label": "FRAUD",
              "givenAt": "2026-01-02T09:00:00Z" }],
              "nextCursor": "2.019b6a3c6f107c3e9a510d2f4b6c8e10.0-00000000000000000000000000000000"
            }
            """,
        ["CreateApiKey"] = """
            {
              "key": "sk_k7m2p9xa_hQ3vN0bZ5tYwR8cLrJ1sU6eXoKdM4gPiAfT2nBqVy7E", "id": "019b6a3c-9c40-7f61-ad84-3e5b7f9c1d43",
              "prefix": "k7m2p9xa",
              "name": "web shop", "scopes": ["SERVER"], "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2099-01-01T00:00:00Z",
              "revokedAt": null, "lastUsedAt": null, "replaces": null
            }
            """,
        ["ListApiKeys"] = """
            {
              "items": [{
                "id": "019b6a3c-9c40-7f61-ad84-3e5b7f9c1d43", "prefix": "k7m2p9xa", "name": "web shop", "scopes": ["SERVER"],
                "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2099-01-01T00:00:00Z", "revokedAt": null,
                "lastUsedAt": "2026-01-31T11:58:20Z"
              }]
            }
            """,
        ["RotateApiKey"] = """
            {
              "key": "sk_w4d8r1zc_Tn6yHq0uKxV2fLs9aPjGm5oBeWi7cRkXzD3vEtQ1lS8", "id": "019b6a3c-ad50-7a72-8e95-4f6c8a0d2e54",
              "prefix": "w4d8r1zc",
              "name": "web shop", "scopes": ["SERVER"], "createdAt": "2026-01-31T12:00:00Z", "expiresAt": "2099-01-31T12:00:00Z",
              "revokedAt": null, "lastUsedAt": null,
              "replaces": {
                "id": "019b6a3c-9c40-7f61-ad84-3e5b7f9c1d43", "prefix": "k7m2p9xa", "name": "web shop", "scopes": ["SERVER"],
                "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2026-02-01T12:00:00Z", "revokedAt": null,
                "lastUsedAt": "2026-01-31T11:58:20Z"
              }
            }
            """,
        ["Summarise"] = """
            {
              "from": "2026-01-31T12:00:00Z", "to": "2026-01-31T12:10:00Z",
              "decisions": [
                { "kind": "EVALUATION", "decision": "ALLOW", "count": 1204 }, { "kind": "EVALUATION", "decision": "CHALLENGE", "count": 31 }
              ],
              "reasons": [{ "code": "pattern.metronomic_cadence", "kind": "EVALUATION", "decision": "CHALLENGE", "count": 9 }]
            }
            """,
        ["ListDigests"] = """
            { "items": [{ "day": "2026-01-31", "rows": 812, "lateRows": 3, "signedAt": "2026-02-01T02:05:00Z" }], "nextCursor": null }
            """,
        ["VerifyDigest"] = """
            {
              "day": "2026-01-31", "result": "CHANGED", "rows": 812, "lateRows": 3, "erasedRows": 0, "faultCount": 1, "faults": [{
                "kind": "CHANGED", "day": "2026-01-31", "decisionId": "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10", "number": null
              }]
            }
            """,
        ["GetCaller"] = """{ "tenant": "acme", "keyId": "019b6a3c-9c40-7f61-ad84-3e5b7f9c1d43", "scopes": ["ANALYST"] }""",
        ["GetPolicy"] = """
            {
              "name": "default", "version": 1, "mediumThreshold": 0.4, "highThreshold": 0.65, "blockRisk": 0.8865,
              "maxBotLogOddsPerGroup": 3.5, "maxBlamePerWindow": 3
            }
            """,
        ["StartSimulation"] = SimulationExamples.Waiting,
        ["ListSimulations"] = SimulationExamples.List,
        ["GetSimulation"] = SimulationExamples.Running,
        ["StopSimulation"] = SimulationExamples.Running,
        ["ListReasons"] = """
            {
              "items": [
                {
                  "code": "physics.key_hold", "family": "PHYSICS",
                  "meaning": "Keys are held for less than 15 ms, shorter than a finger can.",
                  "group": "HOLDS", "about": "BOT", "measures": "Share of holds under 15 ms, 0..1",
                  "curve": [
                    { "x": 0, "y": -0.25 }, { "x": 0.1, "y": 0 }, { "x": 0.2, "y": 0.3 }, { "x": 0.3, "y": 0.8 }, { "x": 0.5, "y": 2 },
                    { "x": 0.7, "y": 3 }
                  ]
                }
              ]
            }
            """,
        ["Search"] = """
            {
              "items": [{
                "decisionId": "019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10", "decidedAt": "2026-01-01T00:00:09Z", "kind": "BATCH",
                "userId": "u-42",
                "sessionId": "s042-019b6a3c5d2e8f0a1b2c3d4e5f607182", "stream": "tab-1", "sequence": 1, "action": null,
                "sensitivity": "MEDIUM",
                "decision": "ALLOW", "trust": 0.53, "risk": 0.05, "impostorRisk": 0.08, "phase": "VERIFYING", "reasons": [],
                "evidence": [{ "code": "physics.key_hold", "weight": -0.25, "confidence": 1, "windows": 1 }],
                "policyVersion": 1, "baselineVersion": 0,
                "commitNumber": 2, "commitId": "8c1f0a7be2d94c55a06f3b1e7d2c4f90", "previousCommitId": "13b7c9e04f2a48d6b5e80c6d91f3a274",
                "count": 1, "actor": null, "target": null, "note": null, "challengeOutcome": null, "wouldHave": null,
                "turnedBy": null, "declaredAgent": null
              }],
              "nextCursor": "1767225609000-019b6a3c6f107c3e9a510d2f4b6c8e10"
            }
            """,
    };

    /// <summary>Answers that are not JSON, by media type.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Texts =
        new Dictionary<string, IReadOnlyDictionary<string, string>>
    {
        ["Export"] = new Dictionary<string, string>
        {
            ["application/x-ndjson"] = """
                {"decisionId":"019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10","decidedAt":"2026-01-01T00:00:09+00:00","kind":"BATCH", …}

                """,
            ["text/csv"] = """
                decidedAt,decisionId,kind,userId,sessionId,stream,sequence,…
                2026-01-01T00:00:09.000Z,019b6a3c-6f10-7c3e-9a51-0d2f4b6c8e10,BATCH,u-42,s042-019b6a3c5d2e8f0a1b2c3d4e5f607182,tab-1,1,…

                """,
        },
    };
}

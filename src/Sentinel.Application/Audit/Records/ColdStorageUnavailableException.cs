namespace Sentinel.Application.Audit.Records;

/// <summary>Cold storage did not accept a record in time.</summary>
public sealed class ColdStorageUnavailableException(string message, Exception innerException) : Exception(message, innerException);

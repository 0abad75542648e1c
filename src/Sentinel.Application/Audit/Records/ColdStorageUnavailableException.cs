namespace Sentinel.Application.Audit.Records;

/// <summary>Cold storage answered, but did not take a record in time.</summary>
public sealed class ColdStorageUnavailableException(string message, Exception innerException) : Exception(message, innerException);

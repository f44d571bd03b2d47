using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace KeyValue;

/// <summary>The values of a program's buckets. A host object of each run reaches them through its own handles.</summary>
internal sealed class Store
{
    private readonly ConcurrentDictionary<string, SortedDictionary<string, StoredValue>> _buckets = new(StringComparer.Ordinal);

    /// <summary>Gets a bucket, and creates it if it does not exist. Lock the result while you use it: several runs can share it.</summary>
    public SortedDictionary<string, StoredValue> GetBucket(string name) =>
        _buckets.GetOrAdd(name, static _ => new SortedDictionary<string, StoredValue>(StringComparer.Ordinal));
}

/// <summary>A value, and how often it was set.</summary>
internal sealed record StoredValue(byte[] Bytes, ulong Version);

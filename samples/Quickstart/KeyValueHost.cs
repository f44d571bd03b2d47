using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings;

namespace Quickstart;

/// <summary>An implementation of <c>kv.witx</c> that keeps all values in memory.</summary>
[WitxModule("kv.witx")]
public sealed partial class KeyValueHost
{
    private readonly List<(string Name, Dictionary<string, byte[]> Values)> _buckets = [];

    public partial Result<Bucket, Errno> Open(GuestString name)
    {
        string wanted = name.ToString();
        int index = _buckets.FindIndex(bucket => bucket.Name == wanted);
        if (index < 0)
        {
            index = _buckets.Count;
            _buckets.Add((wanted, []));
        }

        return new Bucket((uint)index);
    }

    public partial Errno Put(Bucket bucket, GuestString key, GuestList<byte> value)
    {
        if (Find(bucket) is not { } values)
        {
            return Errno.BadBucket;
        }

        values[key.ToString()] = value.Span.ToArray();
        return Errno.Success;
    }

    public partial Result<uint, Errno> Get(Bucket bucket, GuestString key, GuestList<byte> buffer)
    {
        if (Find(bucket) is not { } values)
        {
            return Errno.BadBucket;
        }

        if (!values.TryGetValue(key.ToString(), out byte[]? value))
        {
            return Errno.NotFound;
        }

        return value.AsSpan().TryCopyTo(buffer.Span) ? (uint)value.Length : Errno.TooSmall;
    }

    public partial Result<Contents, Errno> Usage(Bucket bucket) =>
        Find(bucket) is { } values
            ? new Contents((uint)values.Count, (ulong)values.Values.Sum(static value => value.Length))
            : Errno.BadBucket;

    private Dictionary<string, byte[]>? Find(Bucket bucket) =>
        bucket.Value < _buckets.Count ? _buckets[(int)bucket.Value].Values : null;
}

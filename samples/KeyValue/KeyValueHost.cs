using System;
using System.Collections.Generic;
using System.Text;
using Witx.Bindings;

namespace KeyValue;

/// <summary>An implementation of <c>kv.witx</c> for one run: its handles end with it, and the store stays.</summary>
[WitxModule("kv.witx")]
internal sealed partial class KeyValueHost(Store store)
{
    private readonly HandleTable<Bucket, SortedDictionary<string, StoredValue>> _open = new(capacity: 16);

    public partial Result<Bucket, Errno> Open(GuestString name) =>
        _open.TryAdd(store.GetBucket(name.ToString()), out Bucket bucket) ? bucket : Errno.TooMany;

    public partial Errno Close(Bucket bucket) => _open.TryRemove(bucket, out _) ? Errno.Success : Errno.BadBucket;

    public partial Result<ulong, Errno> Put(Bucket bucket, GuestString key, GuestList<byte> value)
    {
        if (!_open.TryGet(bucket, out SortedDictionary<string, StoredValue>? values))
        {
            return Errno.BadBucket;
        }

        string name = key.ToString();
        lock (values)
        {
            ulong version = values.TryGetValue(name, out StoredValue? old) ? old.Version + 1 : 1;
            values[name] = new StoredValue(value.Span.ToArray(), version);
            return version;
        }
    }

    public partial Result<Entry, Errno> Get(Bucket bucket, GuestString key, GuestRef<byte> buffer, uint size)
    {
        if (!_open.TryGet(bucket, out SortedDictionary<string, StoredValue>? values))
        {
            return Errno.BadBucket;
        }

        lock (values)
        {
            return !values.TryGetValue(key.ToString(), out StoredValue? value) ? Errno.NotFound
                : value.Bytes.AsSpan().TryCopyTo(buffer.AsList(size).Span) ? new Entry((uint)value.Bytes.Length, value.Version)
                : Errno.TooSmall;
        }
    }

    public partial Result<uint, Errno> Next(Bucket bucket, GuestString key, GuestRef<byte> buffer, uint size)
    {
        if (!_open.TryGet(bucket, out SortedDictionary<string, StoredValue>? values))
        {
            return Errno.BadBucket;
        }

        string before = key.ToString();
        lock (values)
        {
            foreach (string next in values.Keys)
            {
                if (string.CompareOrdinal(next, before) > 0)
                {
                    return Encoding.UTF8.TryGetBytes(next, buffer.AsList(size).Span, out int length) ? (uint)length : Errno.TooSmall;
                }
            }
        }

        return Errno.NotFound;
    }
}

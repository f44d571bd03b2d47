using System.Text;
using Witx.Bindings;

namespace PluginServer;

/// <summary>The functions of <c>catalog.witx</c>, for one request. The container creates it with its dependencies.</summary>
[WitxModule("catalog.witx")]
internal sealed partial class CatalogHost(Catalog catalog)
{
    public partial Result<uint, Errno> Lookup(GuestString key, GuestList<byte> buffer)
    {
        if (catalog.Find(key.ToString()) is not { } value)
        {
            return Errno.NotFound;
        }

        return Encoding.UTF8.TryGetBytes(value, buffer.Span, out int written) ? (uint)written : Errno.TooSmall;
    }
}

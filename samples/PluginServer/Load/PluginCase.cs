using System.Net;

namespace PluginServer.Load;

/// <summary>A request of the load, and the status that answers it.</summary>
/// <param name="Plugin">The name of the plug-in.</param>
/// <param name="Status">The expected status.</param>
internal sealed record PluginCase(string Plugin, HttpStatusCode Status)
{
    /// <summary>The plug-in that works.</summary>
    internal static PluginCase Working { get; } = new("fill", HttpStatusCode.OK);

    /// <summary>The plug-in that computes without end.</summary>
    internal static PluginCase Computing { get; } = new("loop", HttpStatusCode.GatewayTimeout);

    /// <summary>The plug-in that sleeps for an hour.</summary>
    internal static PluginCase Sleeping { get; } = new("block", HttpStatusCode.GatewayTimeout);

    /// <summary>Plug-ins that misbehave, each in its own way, and a name without a plug-in.</summary>
    internal static PluginCase[] Misbehaving { get; } =
    [
        new("trap", HttpStatusCode.BadGateway),
        new("flood", HttpStatusCode.BadGateway),
        new("allocate", HttpStatusCode.BadGateway),
        new("missing", HttpStatusCode.NotFound),
        Computing,
        Sleeping,
    ];
}

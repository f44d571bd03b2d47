using System;
using Microsoft.Extensions.FileProviders;
using Witx.Bindings.Hosting.Files;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting;

/// <summary>Offers the files of a service's file providers to guests.</summary>
public static class WasiFileProviderExtensions
{
    /// <summary>Creates a read-only directory with the files of a file provider, such as embedded resources or the web root.</summary>
    /// <param name="provider">The provider. Guests on several threads can use it at the same time.</param>
    /// <returns>The directory, for any number of runs.</returns>
    /// <remarks>
    /// <para>
    /// A file can be opened if the stream of the provider can seek; otherwise opening fails with <c>Errno.Notsup</c> (ENOTSUP). A name that
    /// is not UTF-8, or contains <c>\</c> or <c>:</c>, does not exist.
    /// </para>
    /// <para>
    /// A provider of physical files follows the symbolic links of the host, also those that lead out of its directory. For untrusted
    /// guests, use <see cref="WasiDirectory.FromHostPath"/>, which does not.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// options.Mounts.Add(new WasiMount("/web", environment.WebRootFileProvider.ToWasiDirectory()));
    /// </code>
    /// </example>
    public static WasiDirectory ToWasiDirectory(this IFileProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return WasiDirectory.FromNode(new ProviderDirectory(provider, path: ""));
    }
}

using System;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Hosting.Running;

/// <summary>A host that each run offers to its guest.</summary>
/// <param name="Resolve">Resolves the host from the services of the scope.</param>
internal sealed record HostRegistration(Func<IServiceProvider, IHostModule> Resolve);

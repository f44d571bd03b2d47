using System.Linq;
using System.Threading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// What becomes of an annotated class. What is wrong is worked out again where errors are reported, with all that a message may say: here
/// it is enough to know that there is something.
/// </summary>
/// <param name="Model">What is written; null where nothing can be.</param>
/// <param name="Failed">The class, where something is wrong with it, its attributes or the files that it names.</param>
internal sealed record BindingResult(HostModel? Model, WitxTarget? Failed)
{
    public static BindingResult Create(BindingInput input, CancellationToken cancellation) =>
        Create(input.Target.Target, new WitxFileSet(input.Files), input.Target.Build, cancellation);

    public static BindingResult Create(WitxTarget target, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        HostAnalysis type = HostAnalysis.Create(target, files, build, Suggestions.None, cancellation);
        return new BindingResult(Withdraw(type), type.HasErrors ? target : null);
    }

    /// <summary>
    /// What is written, without the declarations of functions whose methods are wrong: the error says what they should be, and the
    /// compiler need not add that they have no body.
    /// </summary>
    private static HostModel? Withdraw(HostAnalysis type)
    {
        string[] wrong =
        [
            .. type.Findings.Where(static finding => finding.Descriptor == TargetErrors.WrongSignature).Select(static finding => finding.Place.Name),
            .. type.Findings.Where(static finding => finding.Descriptor == TargetErrors.UnknownMethod).Select(static finding => finding.Note!),
        ];
        return wrong.Length == 0 || type.Model is not { } model
            ? type.Model
            : model with
            {
                Functions =
                [
                    .. model.Functions.Select(function =>
                        wrong.Contains(function.Name) ? function with { Body = new BodyModel(BodyKind.Trap, null) } : function),
                ],
            };
    }
}

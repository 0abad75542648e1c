namespace Sentinel.Domain.Statistics;

/// <summary>Sums over points of the plane up to the fourth order, enough to fit a line and a circle without storing the points.</summary>
public struct PlaneMoments : IStored
{
    private double n;
    private double x;
    private double y;
    private double xx;
    private double xy;
    private double yy;
    private double zx;
    private double zy;
    private double zz;

    public readonly bool IsSound =>
        double.IsFinite(n)
        && n >= 0
        && double.IsFinite(x)
        && double.IsFinite(y)
        && double.IsFinite(xx)
        && double.IsFinite(xy)
        && double.IsFinite(yy)
        && double.IsFinite(zx)
        && double.IsFinite(zy)
        && double.IsFinite(zz);

    public void Add(double px, double py)
    {
        var z = (px * px) + (py * py);
        n++;
        x += px;
        y += py;
        xx += px * px;
        xy += px * py;
        yy += py * py;
        zx += z * px;
        zy += z * py;
        zz += z * z;
    }

    /// <summary>RMS distance from the total-least-squares line: the root of the covariance's smaller eigenvalue.</summary>
    public readonly double LineResidual()
    {
        if (n == 0)
            return 0;
        var (a, b, c) = ((xx / n) - (x * x / n / n), (xy / n) - (x * y / n / n), (yy / n) - (y * y / n / n));
        var smaller = ((a + c) / 2) - Math.Sqrt(((a - c) * (a - c) / 4) + (b * b));
        return Math.Sqrt(Math.Max(0, smaller));
    }

    /// <summary>
    /// Kåsa's algebraic circle (1976): least squares of z − 2·cx·x − 2·cy·y − k with z = x² + y². The RMS of that residual, divided by 2R,
    /// is the RMS distance from the circle, to first order.
    /// </summary>
    public readonly (double Radius, double Residual) Circle()
    {
        if (n < 3)
            return (0, 0);
        var (mx, my, mz) = (x / n, y / n, (xx + yy) / n);
        var (sxx, sxy, syy) = (xx - (n * mx * mx), xy - (n * mx * my), yy - (n * my * my));
        var (szx, szy, szz) = (zx - (n * mz * mx), zy - (n * mz * my), zz - (n * mz * mz));
        var determinant = (sxx * syy) - (sxy * sxy);
        if (determinant <= 1e-9 * sxx * syy)
            return (0, 0);

        var a = ((szx * syy) - (szy * sxy)) / determinant;
        var b = ((szy * sxx) - (szx * sxy)) / determinant;
        var squares = szz - (a * szx) - (b * szy);
        var k = mz - (a * mx) - (b * my);
        var radius = Math.Sqrt(Math.Max(0, k + (((a * a) + (b * b)) / 4)));
        return radius > 0 ? (radius, Math.Sqrt(Math.Max(0, squares / n)) / (2 * radius)) : (0, 0);
    }
}
